"""The break as a page for the browser, where no window of our own can be opened."""
