// EXPECT: functions=11 classes=4 imports=4 exports=4 calls=20 errors=0

import { Component, useCallback, useMemo, useState } from "react"
import type { ReactNode } from "react"
import * as formats from "./formats.js"
import { type Order, type Status } from "./reference.js"

export interface LineProps<T extends Order = Order> {
//               ^^^^^^^^^ class name=LineProps kind=interface is_exported=1
  readonly order: T
  readonly onSelect?: (id: string) => void
}

type Row = { readonly sku: string; readonly quantity: number }
//   ^^^ class name=Row kind=alias is_exported=0

const STATUS: Record<string, ReactNode> = { open: <b>open</b>, paid: <i>paid</i> }

function useSelection(initial: readonly string[] = []) {
//       ^^^^^^^^^^^^ function name=useSelection kind=function is_exported=0
  const [selected, setSelected] = useState(() => new Set(initial))
  //                              ^^^^^^^^ call callee_name=useState caller=useSelection argument_count=1
  //                                                 ^^^ call callee_name=Set caller=useSelection is_new=1
  const toggle = useCallback((id: string) => {
  //             ^^^^^^^^^^^ call callee_name=useCallback caller=useSelection argument_count=2
    setSelected((old) => {
      const next = new Set(old)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  return { selected, toggle }
}

const Cell = <T,>({ value }: { value: T }) => <td>{String(value)}</td>
//    ^^^^ function name=Cell kind=function
//                                                 ^^^^^^ call callee_name=String caller=Cell argument_count=1

export const Lines = ({ order, onSelect }: LineProps) => {
//           ^^^^^ function name=Lines kind=function is_exported=1
  const rows = useMemo(() => [...order] as Row[], [order])
  const { selected, toggle } = useSelection()

  const select = (id: string) => () => {
  //    ^^^^^^ function name=select kind=function owner=Lines qualified_name=Lines.select
    toggle(id)
  //^^^^^^ call callee_name=toggle caller=Lines.select
    onSelect?.(id)
  //^^^^^^^^ call callee_name=onSelect caller=Lines.select argument_count=1
  }

  return (
    <table className={selected.size > 0 ? "some" : "none"}>
      {rows.map((row) => (
      //    ^^^ call callee_name=map caller=Lines receiver=rows
        <tr key={row.sku} onClick={select(row.sku)}>
          <Cell<string> value={row.sku} />
          <Cell value={row.quantity} />
        </tr>
      ))}
    </table>
  )
}

export class OrderPage extends Component<LineProps, { readonly failed?: Error }> {
//           ^^^^^^^^^ class name=OrderPage kind=class is_exported=1
  static displayName = "OrderPage"
  override state: { readonly failed?: Error } = {}

  static getDerivedStateFromError(failed: Error) {
  //     ^^^^^^^^^^^^^^^^^^^^^^^^ function name=getDerivedStateFromError kind=method owner=OrderPage is_static=1
    return { failed }
  }

  #label(status: Status): ReactNode {
//^^^^^^ function name=#label kind=method owner=OrderPage visibility=private
    return STATUS[status] ?? status
  }

  private readonly reset = () => this.setState({})
  //               ^^^^^ function name=reset kind=method owner=OrderPage visibility=private

  override componentDidCatch(error: Error): void {
  //       ^^^^^^^^^^^^^^^^^ function name=componentDidCatch kind=method owner=OrderPage
    this.props.onSelect?.(error.message)
    //         ^^^^^^^^ call callee_name=onSelect caller=OrderPage.componentDidCatch receiver=this.props
  }

  override render() {
  //       ^^^^^^ function name=render kind=method owner=OrderPage
    const { order } = this.props
    if (this.state.failed) return <button onClick={this.reset}>{this.state.failed.message}</button>
    return (
      <>
        <h1 title={`Order ${order.id.toUpperCase()}`}>{this.#label(order.status)}</h1>
        <p>{formats.money(order.total())} &euro;</p>
        <Lines order={order} />
      </>
    )
  }
}

class Empty extends Component {
//    ^^^^^ class name=Empty kind=class is_exported=0
  render = () => null
//^^^^^^ function name=render kind=method owner=Empty
}

/** Chooses a page. */
export default function page(order?: Order) {
//                      ^^^^ function name=page kind=function is_exported=1
  return order ? <OrderPage order={order} /> : <Empty />
}
