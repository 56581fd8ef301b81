"""What an administrator's machines ask the site: does it live, can it work, how much of what."""
