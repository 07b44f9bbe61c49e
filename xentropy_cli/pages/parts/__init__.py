"""Parts of pages: tables and lines that one kind of page is made of."""
