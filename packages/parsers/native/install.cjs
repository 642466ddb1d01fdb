require("@drift/addon/install.cjs")(__dirname, "The native parse engine was not built; Drift will use a slower one.")
