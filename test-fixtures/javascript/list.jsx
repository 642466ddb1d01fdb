// EXPECT: functions=6 classes=1 imports=2 exports=3 calls=11 errors=0

import React, { useEffect } from "react"
import { parseLine } from "./reference.js"

export function EventList({ store, children }) {
//              ^^^^^^^^^ function name=EventList kind=function is_exported=1
  const [lines, setLines] = React.useState([])
  //                              ^^^^^^^^ call callee_name=useState caller=EventList receiver=React

  useEffect(() => {
    const onLine = (line) => setLines((old) => [...old, parseLine(line, old.length)])
    //    ^^^^^^ function name=onLine kind=function owner=EventList qualified_name=EventList.onLine
    store.on("line", onLine)
    return () => store.off("line", onLine)
    //                 ^^^ call callee_name=off caller=EventList receiver=store argument_count=2
  }, [store])

  return (
    <ul data-count={lines.length} {...children.props}>
      {lines.length === 0 && <li className="empty">{"nothing yet"}</li>}
      {lines.map((line) => (
        <Item key={line.id} {...line} />
      ))}
      <Item.More onClick={() => setLines([])} />
    </ul>
  )
}

const Item = ({ id, text }) => <li id={id}>{text.trim()}</li>
//    ^^^^ function name=Item kind=function

Item.More = ({ onClick, label = "more" }) => <button onClick={onClick}>{label}</button>
//   ^^^^ function name=More has_body=1

export class Boundary extends React.PureComponent {
//           ^^^^^^^^ class name=Boundary kind=class is_exported=1
  state = { error: null }

  componentDidCatch = (error) => this.setState({ error })
//^^^^^^^^^^^^^^^^^ function name=componentDidCatch kind=method owner=Boundary

  render() {
//^^^^^^ function name=render kind=method owner=Boundary
    return this.state.error ? <pre>{String(this.state.error)}</pre> : this.props.children
  }
}

export default Boundary
