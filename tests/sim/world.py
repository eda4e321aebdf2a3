"""The simulated world: what there is to sell, and commands that customers might send."""

import random
from dataclasses import dataclass, field
from uuid import UUID

from holdfast.ledger import (
    Capture,
    Command,
    Deposit,
    Expire,
    Extend,
    Hold,
    Line,
    Operation,
    Release,
    SetOnHand,
    Withdraw,
)

__all__ = ["CAPACITIES", "World"]

SHELVES = [f"shelf/{n}" for n in range(5)]
HOT = "hot"
WALLETS = ["wallet/1", "wallet/2"]
CELLS = [f"cell/{n}" for n in range(80)]
OPEN = [f"open/{n}" for n in range(4)]
CAPACITIES = {**dict.fromkeys(CELLS, 1), **dict.fromkeys(OPEN, 3), "limit": 400}


@dataclass
class World:
    """Makes commands from a seed. ``request`` numbers them, so that each can be found again."""

    chance: random.Random
    made: int = 0
    holds: list[Hold] = field(default_factory=list)
    lines: dict[UUID, int] = field(default_factory=dict)  # how many each hold has

    def opening(self) -> list[Command]:
        """What fills the shelves."""
        return [
            self._command((Deposit(HOT, 300),)),
            *(self._command((Deposit(key, 900),)) for key in SHELVES),
            *(
                self._command((Deposit(key, 50_000, "RUB", counterparty="world/card"),))
                for key in WALLETS
            ),
        ]

    def commands(self, count: int) -> list[Command]:
        return [self._command(self._operations()) for _ in range(count)]

    def _command(self, operations: tuple[Operation, ...]) -> Command:
        self.made += 1
        name = f"c{self.made}"
        keyed = self.chance.random() < 0.6
        return Command(
            operations, key=f"sim|{name}" if keyed else None, digest=b"d", answer=f'"{name}"',
            actor="sim", request=name, sweep=isinstance(operations[0], Expire),
        )  # fmt: skip

    def _operations(self) -> tuple[Operation, ...]:
        chance = self.chance
        kinds = {
            self._purchase: 16,
            self._booking: 4,
            self._end: 12,
            self._reschedule: 2,
            self._rescue: 2,
            self._stock: 4,
            self._money: 3,
            self._take_and_give: 2,
        }
        return chance.choices(list(kinds), list(kinds.values()))[0]()

    def _hold(self, *lines: Line) -> Hold:
        made = Hold(
            UUID(int=self.chance.getrandbits(128)), lines, self.chance.choice([5.0, 60.0, 900.0])
        )
        self.holds.append(made)
        self.lines[made.hold_id] = len(lines)
        return made

    def _purchase(self) -> tuple[Operation, ...]:
        chance = self.chance
        keys = chance.sample([HOT, *SHELVES], chance.randint(1, 3))
        lines = [Line(key, chance.randint(1, 2)) for key in dict.fromkeys(keys)]
        if chance.random() < 0.5:
            lines.append(Line(chance.choice(OPEN), 1, 3, kept=False))
        if chance.random() < 0.3:
            lines.append(Line("limit", 1, 400))
        chance.shuffle(lines)
        return (self._hold(*lines),)

    def _booking(self) -> tuple[Operation, ...]:
        start = self.chance.randrange(len(CELLS) - 3)
        return (self._hold(*(Line(cell, 1, 1) for cell in CELLS[start : start + 3])),)

    def _known(self) -> UUID:
        """A hold of lately, or one that nobody made."""
        if not self.holds or self.chance.random() < 0.03:
            return UUID(int=self.chance.getrandbits(128))
        return self.chance.choice(self.holds[-150:-15] or self.holds).hold_id

    def _end(self) -> tuple[Operation, ...]:
        ends: list[type[Capture | Release | Expire]]
        ends = [Capture, Capture, Release, Expire, Expire]
        if self.chance.random() < 0.08:
            return (Extend(self._known(), 300.0),)
        return (self.chance.choice(ends)(self._known()),)

    def _reschedule(self) -> tuple[Operation, ...]:
        return (Release(self._known()), *self._booking())

    def _rescue(self) -> tuple[Operation, ...]:
        late = self._known()
        new = self._hold(Line(HOT, 1))
        return (Expire(late), new, Capture(new.hold_id))

    def _stock(self) -> tuple[Operation, ...]:
        key = self.chance.choice(SHELVES)
        if self.chance.random() < 0.2:
            return (SetOnHand(key, self.chance.randint(0, 80)),)
        return (Deposit(key, self.chance.randint(1, 30)), Deposit(HOT, 4))

    def _money(self) -> tuple[Operation, ...]:
        amount = self.chance.randint(1, 900)
        giver, taker = self.chance.sample(WALLETS, 2)
        if self.chance.random() < 0.5:
            return (
                Withdraw(giver, amount, "RUB", counterparty=taker),
                Deposit(taker, amount, "RUB", counterparty=giver),
            )
        new = self._hold(Line(giver, amount), Line(self.chance.choice(SHELVES), 1))
        return (new, Capture(new.hold_id))

    def _take_and_give(self) -> tuple[Operation, ...]:
        kinds: list[type[Deposit | Withdraw]] = [Deposit, Withdraw]
        return (self.chance.choice(kinds)("limit", 1, capacity=400),)
