/** A further language whose grammar does not load. */
export default {
  id: "broken",
  extensions: ["broken"],
  grammars: [{ variant: "broken", load: () => Promise.reject(new Error("No such grammar")), queries: ["python"] }]
}
