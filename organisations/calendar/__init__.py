"""The working calendar: hours and days of office time, and how far the days off are known."""
