/** What stands for a syntax error that is no node of its own. */

interface Broken<Node> {
  readonly hasError: boolean
  readonly children: ReadonlyArray<Node | null>
}

/** A missing token that the grammar hides is no visible node: then the last node that holds an error stands for it. */
export const lastBroken = <Node extends Broken<Node>>(root: Node): Node => {
  let last = root
  for (;;) {
    const child = last.children.findLast((child) => child?.hasError === true)
    if (child === undefined || child === null) return last
    last = child
  }
}
