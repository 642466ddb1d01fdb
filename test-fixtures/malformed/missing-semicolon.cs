// EXPECT: functions>=2 classes=1 imports=1 errors>=1
using System;

class MissingSemicolon
{
    int First(int value)
    {
        var twice = value * 2
        return twice;
    }

    void Second() { Console.WriteLine(First(1)); }
}
