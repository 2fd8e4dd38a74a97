"""LLVM modules to callable addresses, and kept on disk: a product is compiled once per level and machine."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import llvmlite
import llvmlite.binding as llvm
from llvmlite import ir

from engine.kernels.cpu.features import Level


class Compiler:
    """For one level. `folder` keeps compiled code from one start to the next; None keeps none.

    Code is found again by the text it came from, so that neither another version of Tandem nor of LLVM nor another
    level is ever taken for it. Addresses are good while the compiler lives.
    """

    def __init__(self, level: Level, folder: Path | None) -> None:
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        target = llvm.Target.from_default_triple()
        self._machine = target.create_target_machine(level.cpu, level.options, opt=3, jit=True)
        self._jit = llvm.create_lljit_compiler(self._machine, use_jit_link=False)
        self._folder = folder
        self._stamp = f"{llvmlite.__version__} {llvm.get_process_triple()} {level.cpu} {level.options}"
        self._kept: list[Any] = []  # what the addresses point into

    def address(self, module: ir.Module) -> int:
        """Of the module's function, which has the module's name."""
        text = str(module)
        path = self._folder and self._folder / f"{hashlib.sha256((self._stamp + text).encode()).hexdigest()}.o"
        with suppress(OSError, RuntimeError):  # a file that is not there, or that a crash of the computer left damaged
            if path:
                return self._link(path.read_bytes(), module.name, "kept")
        return self._link(self._made(text, path), module.name, "made")

    def _link(self, code: bytes, name: str, whence: str) -> int:
        library = llvm.JITLibraryBuilder().add_object_img(code).export_symbol(name).add_current_process()
        self._kept.append(library.link(self._jit, f"{name} {whence}"))  # code that fails takes the name all the same
        return int(self._kept[-1][name])

    def _made(self, text: str, path: Path | None) -> bytes:
        """Compiled, and kept if it can be."""
        code = self._compile(text)
        if path is None:
            return code
        with suppress(OSError):  # a folder that cannot be written costs time, not the answer
            path.parent.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=path.parent) as scratch:  # goes, with what a full disk took of the code
                unfinished = Path(scratch) / path.name
                unfinished.write_bytes(code)
                os.replace(unfinished, path)  # whole or not at all, whoever else writes it
        return code

    def _compile(self, text: str) -> bytes:
        return bytes(self._machine.emit_object(self._optimised(text)))

    def _optimised(self, text: str) -> Any:
        module = llvm.parse_assembly(text)
        module.triple = self._machine.triple
        module.data_layout = str(self._machine.target_data)
        options = llvm.create_pipeline_tuning_options(speed_level=3)
        llvm.create_pass_builder(self._machine, options).getModulePassManager().run(
            module, llvm.create_pass_builder(self._machine, options)
        )
        return module
