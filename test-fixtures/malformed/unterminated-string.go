// EXPECT: functions>=1 imports=1 errors>=1
package malformed

import "fmt"

func before(n int) string {
	return fmt.Sprint(n)
}

func broken() string {
	return "no end of this
}

func after() string {
	return before(1)
}
