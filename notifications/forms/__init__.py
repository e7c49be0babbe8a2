"""The forms of the letters: filters, rules, wordings, and what people stop."""
