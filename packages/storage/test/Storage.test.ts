import { Storage } from "@drift/storage/Storage"
import { contract } from "./contract.js"

contract("memory", Storage.layerMemory)
