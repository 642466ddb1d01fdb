// EXPECT: functions=6 classes=2 imports=4 exports=6 calls=19 errors=0

"use strict"

const path = require("node:path")
//           ^^^^^^^ call callee_name=require caller=null receiver=null argument_count=1
const { readFileSync } = require("node:fs")

function Cache(limit) {
//       ^^^^^ function name=Cache kind=function
  if (!(this instanceof Cache)) return new Cache(limit)
  //                                       ^^^^^ call callee_name=Cache caller=Cache is_new=1
  this.limit = limit
  this.values = new Map()
}

Cache.prototype.get = function get(key, compute) {
//              ^^^ function name=get has_body=1
  if (!this.values.has(key)) this.values.set(key, compute(key))
  //                                              ^^^^^^^ call callee_name=compute caller=get argument_count=1
  return this.values.get(key)
}

exports.readJson = (file) => JSON.parse(readFileSync(path.join(__dirname, file), "utf8"))
//      ^^^^^^^^ function name=readJson has_body=1

class Registry {
//    ^^^^^^^^ class name=Registry kind=class
  constructor(...plugins) {
//^^^^^^^^^^^ function name=constructor kind=constructor owner=Registry
    this.plugins = plugins.map((plugin) => (typeof plugin === "string" ? require(plugin) : plugin))
  }

  run(hook, input) {
//^^^ function name=run kind=method owner=Registry
    return this.plugins.reduce((value, plugin) => plugin[hook]?.(value) ?? value, input)
    //                  ^^^^^^ call callee_name=reduce caller=Registry.run receiver=this.plugins argument_count=2
  }
}

const lazy = (name) => {
//    ^^^^ function name=lazy kind=function
  let loaded
  return () => (loaded ??= require("./" + name))
}

const Broken = class extends Error {}
//    ^^^^^^ class name=Broken kind=class

Object.defineProperty(exports, "version", { value: require("./settings.json").version })

module.exports.Cache = Cache
module.exports.Registry = Registry
module.exports.lazy = lazy
module.exports.Broken = Broken
void import("./reference.js")
