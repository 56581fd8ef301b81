"""The legal clock: limits as arithmetic, the ledger, timers, promises and extensions."""
