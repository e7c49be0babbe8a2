"""Tables of text: read from CSV and Excel files as people really have them, written so that a spreadsheet runs nothing."""
