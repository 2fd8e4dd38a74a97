"""The other ranks of a plan, as a loop of tokens needs them."""

from __future__ import annotations

from torch import Tensor

from engine.comm.group import Group
from engine.comm.world import World
from engine.kernels.ops import KeyGather


class Others:
    def __init__(self, group: Group, world: World | None, drawing: int) -> None:
        """`group` are those of this rank's stage, `world` those of all stages if there are several; `drawing` is a rank
        of the last one."""
        self._group, self._world, self._drawing = group, world, drawing

    @property
    def keys(self) -> KeyGather | None:
        return self._group.keys

    def share_token(self, token: Tensor) -> None:
        if self._world is not None:
            self._world.share_token(token, self._drawing)

    def check(self) -> None:
        self._group.check()
        if self._world is not None:
            self._world.check()

    def waited(self) -> float | None:
        """Seconds that this rank has waited for them since it was last asked; None where that is not measured."""
        in_stage = self._group.waited()
        if self._world is None or not self._world.in_steps:
            return in_stage
        between = self._world.waited()
        if self._group.size == 1:
            return between
        return None if in_stage is None else in_stage + between
