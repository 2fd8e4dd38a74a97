"""How a model is divided over devices: pure functions of model facts and devices. No torch, no I/O."""
