"""Downloads: everything that is shown, as files that anyone may take."""
