import { contract } from "./contract.js"
import { temporaryStorage } from "./temporary.js"

contract("sqlite", temporaryStorage)
