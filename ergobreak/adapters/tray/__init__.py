"""The icon and its menu, on the bus or by pystray."""
