// EXPECT: functions>=1 classes=1 imports=1 errors>=1
use std::fmt::Debug;

struct Pair<T>(T, T);

fn before<T: Debug + Clone>(pair: &Pair<T>) -> T {
    pair.0.clone()
}

fn broken(values: &[i32]) -> i32 {
    match values.first() {
        Some(value) => *value,
        None => 0,
