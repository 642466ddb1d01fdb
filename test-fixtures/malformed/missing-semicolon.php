<?php
// EXPECT: functions>=2 errors>=1

function first(array $values): int
{
    $size = count($values)
    return $size;
}

function second(): int
{
    return first([1, 2]);
}
