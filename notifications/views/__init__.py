"""The pages of the letters: the log, the rules and wordings, and what people stop."""
