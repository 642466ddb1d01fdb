// EXPECT: imports=1 errors>=1
package malformed

import java.io.File

fun before(path: String): String = File(path).readText()

class Broken {
    fun first(): Int {
        return 1

    fun second(): Int = 2
}
