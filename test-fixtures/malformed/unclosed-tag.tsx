// EXPECT: imports=1 errors>=1

import { useState } from "react"

export const Page = () => {
  const [open] = useState(false)
  return (
    <main>
      <p>{open ? "open" : "closed"}
    </main>
  )
}
