"""A browser in words, from the long line that it sends of itself."""

# The first that is found counts: nearly all call themselves Chrome or Safari as well
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def browser_words(line):
    """ "Chrome on Windows", as far as the line says it."""
    browser = next((words for sign, words in BROWSERS if sign in line), "A browser")
    device = next((words for sign, words in DEVICES if sign in line), "")
    if device in ("iPhone", "iPad"):
        return f"{browser} on an {device}"
    if device in ("Mac", "Chromebook"):
        return f"{browser} on a {device}"
    return f"{browser} on {device}" if device else browser
