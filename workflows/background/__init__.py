"""What beat and the worker do, above the acts: effects, timers, sweeps."""
