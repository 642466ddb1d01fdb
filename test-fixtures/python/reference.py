# EXPECT: functions=26 classes=6 imports=10 exports=0 calls=58 errors=0

"""Invoices of a small company: amounts, dunning, and a repository on SQLite."""

from __future__ import annotations

import abc, asyncio
import functools
import sqlite3 as sql
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

try:
    from typing import Generic, TypeVar
except ImportError:
    from typing_extensions import Generic, TypeVar

__all__ = ["Invoice", "Repository", "dun"]

T = TypeVar("T", bound="Record")
#   ^^^^^^^ call callee_name=TypeVar caller=null argument_count=2


def retry(times: int = 3, *, on: tuple[type[Exception], ...] = (sql.OperationalError,)) -> Callable:
#   ^^^^^ function name=retry kind=function visibility=public is_async=0
    """Tries again when the database is busy."""

    def decorate(work):
    #   ^^^^^^^^ function name=decorate kind=function owner=retry qualified_name=retry.decorate
        @functools.wraps(work)
        #          ^^^^^ call callee_name=wraps caller=retry.decorate receiver=functools
        def wrapper(*args, **kwargs):
        #   ^^^^^^^ function name=wrapper kind=function owner=retry.decorate qualified_name=retry.decorate.wrapper
            for attempt in range(times):
                try:
                    return work(*args, **kwargs)
                    #      ^^^^ call callee_name=work caller=retry.decorate.wrapper argument_count=2
                except on as error:
                    if attempt + 1 == times:
                        raise RuntimeError(f"gave up after {describe(times)}") from error
                        #                                   ^^^^^^^^ call callee_name=describe caller=retry.decorate.wrapper
            return None

        return wrapper

    return decorate


def describe(count: int, noun: str = "try") -> str:
#   ^^^^^^^^ function name=describe kind=function owner=null
    plural = lambda word: word + "s" if count != 1 else word
    return f"{count} {plural(noun)!r:>{max(4, len(noun))}}"


class Record(abc.ABC):
#     ^^^^^^ class name=Record kind=class
    """Something with an identity."""

    __slots__ = ("id",)

    def __init__(self, id: int) -> None:
    #   ^^^^^^^^ function name=__init__ kind=constructor owner=Record qualified_name=Record.__init__
        self.id = id

    @abc.abstractmethod
    def validate(self) -> list[str]: ...
    #   ^^^^^^^^ function name=validate kind=method owner=Record

    def __eq__(self, other: object) -> bool:
    #   ^^^^^^ function name=__eq__ kind=method owner=Record
        return type(other) is type(self) and getattr(other, "id", None) == self.id

    @property
    def is_valid(self) -> bool:
    #   ^^^^^^^^ function name=is_valid owner=Record
        return not self.validate()
        #               ^^^^^^^^ call callee_name=validate caller=Record.is_valid receiver=self argument_count=0


@dataclass(order=True, frozen=True)
class Money:
#     ^^^^^ class name=Money kind=class owner=null
    amount: Decimal = Decimal(0)
    currency: str = field(default="EUR", compare=False)
    #               ^^^^^ call callee_name=field caller=null argument_count=2

    def __add__(self, other: Money) -> Money:
    #   ^^^^^^^ function name=__add__ kind=method owner=Money
        return Money(self.amount + other.amount, self.currency)
        #      ^^^^^ call callee_name=Money caller=Money.__add__ argument_count=2

    @classmethod
    def parse(cls, text: str) -> Money:
    #   ^^^^^ function name=parse kind=method owner=Money
        match text.split():
            case [amount]:
                return cls(Decimal(amount))
            case [amount, currency] if len(currency) == 3:
                return cls(Decimal(amount), currency.upper())
            case _:
                raise ValueError(text)


class Invoice(Record):
#     ^^^^^^^ class name=Invoice kind=class
    class Line:
    #     ^^^^ class name=Line kind=class owner=Invoice qualified_name=Invoice.Line
        def __init__(self, text: str, price: Money):
        #   ^^^^^^^^ function name=__init__ kind=constructor owner=Invoice.Line
            self.text, self.price = text, price

        def __repr__(self):
        #   ^^^^^^^^ function name=__repr__ kind=method owner=Invoice.Line
            return f"<{self.text!r} {self.price.amount:.2f}>"

    def __init__(self, id: int, *lines: Invoice.Line, paid: bool = False):
    #   ^^^^^^^^ function name=__init__ kind=constructor owner=Invoice
        super().__init__(id)
        #       ^^^^^^^^ call callee_name=__init__ caller=Invoice.__init__ argument_count=1
       #^^^^^ call callee_name=super caller=Invoice.__init__ argument_count=0
        self.lines, self.paid = list(lines), paid

    def validate(self) -> list[str]:
    #   ^^^^^^^^ function name=validate kind=method owner=Invoice
        return [f"line {i} is empty" for i, line in enumerate(self.lines) if not line.text.strip()]

    @property
    def total(self) -> Money:
    #   ^^^^^ function name=total owner=Invoice
        return functools.reduce(Money.__add__, (line.price for line in self.lines), Money())

    @total.setter
    def total(self, value: Money) -> None:
    #   ^^^^^ function name=total owner=Invoice
        raise AttributeError("a total is computed")

    def __iter__(self) -> Iterator[Line]:
    #   ^^^^^^^^ function name=__iter__ kind=method owner=Invoice
        yield from self.lines

    @staticmethod
    def _number(year: int, n: int) -> str:
    #   ^^^^^^^ function name=_number owner=Invoice visibility=protected
        return "%d-%04d" % (year, n)

    def __seal(self):
    #   ^^^^^^ function name=__seal owner=Invoice visibility=private
        self.lines = tuple(self.lines)


class Repository(Generic[T]):
#     ^^^^^^^^^^ class name=Repository kind=class
    def __init__(self, path: str = ":memory:") -> None:
    #   ^^^^^^^^ function name=__init__ kind=constructor owner=Repository
        self._db = sql.connect(path)
        #              ^^^^^^^ call callee_name=connect caller=Repository.__init__ receiver=sql

    def __enter__(self):
    #   ^^^^^^^^^ function name=__enter__ owner=Repository
        return self

    def __exit__(self, *exc):
    #   ^^^^^^^^ function name=__exit__ owner=Repository
        self._db.close()

    @retry(5, on=(sql.OperationalError,))
    #^^^^^ call callee_name=retry caller=null argument_count=2
    def find(self, id: int) -> T | None:
    #   ^^^^ function name=find kind=method owner=Repository is_async=0
        row = self._db.execute("SELECT * FROM records WHERE id = ?", (id,)).fetchone()
        return row and self._load(*row)

    def _load(self, id, *rest):
    #   ^^^^^ function name=_load owner=Repository
        if (kind := rest[0]) == "invoice":
            return Invoice(id)
        raise LookupError(f"{kind}: {len(rest)}")


class Unpaid(Exception): pass
#     ^^^^^^ class name=Unpaid kind=class


async def dun(invoices: list[Invoice], send: Callable[[Invoice], object], /, pause: float = 0.5) -> int:
#         ^^^ function name=dun kind=function is_async=1
    async def remind(invoice: Invoice) -> bool:
    #         ^^^^^^ function name=remind kind=function owner=dun is_async=1
        async with asyncio.timeout(30) as deadline:
        #                  ^^^^^^^ call callee_name=timeout caller=dun.remind receiver=asyncio argument_count=1
            await asyncio.sleep(pause)
            #             ^^^^^ call callee_name=sleep caller=dun.remind is_await=1
            if deadline.expired():
                raise Unpaid(invoice.id)
            return bool(await send(invoice))
            #                 ^^^^ call callee_name=send caller=dun.remind is_await=1
            #      ^^^^ call callee_name=bool caller=dun.remind is_await=0
        return False

    results = await asyncio.gather(*[remind(each) for each in invoices if not each.paid], return_exceptions=True)
    return sum(1 for result in results if result is True)


if __name__ == "__main__":
    print(asyncio.run(dun([Invoice(1, Invoice.Line("work", Money.parse("10")))], print)))
