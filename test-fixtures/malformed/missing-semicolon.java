// EXPECT: functions>=2 classes=1 imports=1 errors>=1
package malformed;

import java.util.List;

class MissingSemicolon {
    int size(List<String> values) {
        int size = values.size()
        return size;
    }

    int twice(int value) {
        return value * 2;
    }
}
