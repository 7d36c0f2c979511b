"""Draw lines and blocks as shapes: as letters of a font they would leave gaps between the rows."""

import unicodedata

WIDTH, HEIGHT = 10, 20
"""The size of a character's cell. Small whole numbers make a small file."""

Box = tuple[float, float, float, float]
"""Left edge, upper edge, width and height."""

# Where from the middle of the cell a line goes, by the words of Unicode's names.
SIDES = {
    "LEFT": {"left"},
    "RIGHT": {"right"},
    "UP": {"up"},
    "DOWN": {"down"},
    "HORIZONTAL": {"left", "right"},
    "VERTICAL": {"up", "down"},
}
# Upper left, upper right, lower left and lower right quarter: 1, 2, 4 and 8.
QUADRANTS = dict(zip("▖▗▘▙▚▛▜▝▞▟", (4, 8, 1, 13, 9, 7, 11, 2, 6, 14), strict=True))
LOWER, LEFT = "▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉"


def line(character: str, x: int, y: int, count: int = 1) -> tuple[str, float] | None:
    """Return the path of as many lines as `count` says, from x to the right, and their width.

    None if the character is no line, or one that is left to the font.
    """
    match unicodedata.name(character, "").split():
        case ["BOX", "DRAWINGS", "LIGHT", "ARC", *words]:
            cell, width = _arc, 1.5
        case ["BOX", "DRAWINGS", ("LIGHT" | "HEAVY") as weight, *words]:
            cell, width = _cross, 1.5 if weight == "LIGHT" else 3.0
        case _:
            return None
    if not set(words) <= {*SIDES, "AND"}:
        return None
    sides = set[str]().union(*(SIDES[word] for word in words if word != "AND"))
    if sides == SIDES["HORIZONTAL"]:
        return f"M{x} {y + HEIGHT // 2}h{WIDTH * count}", width
    return "".join(cell(sides, x + WIDTH * place, y) for place in range(count)), width


def _arc(sides: set[str], x: int, y: int) -> str:
    """Return the path of a round corner."""
    centre, middle = x + WIDTH // 2, y + HEIGHT // 2
    across = x if "left" in sides else x + WIDTH
    along = y if "up" in sides else y + HEIGHT
    return f"M{across} {middle}Q{centre} {middle} {centre} {along}"


def _cross(sides: set[str], x: int, y: int) -> str:
    """Return the path of lines from the middle of a cell to some of its sides."""
    centre, middle = x + WIDTH // 2, y + HEIGHT // 2
    left, right = (x if "left" in sides else centre), (x + WIDTH if "right" in sides else centre)
    top, bottom = (y if "up" in sides else middle), (y + HEIGHT if "down" in sides else middle)
    if len(sides & {"left", "right"}) == len(sides & {"up", "down"}) == 1:
        # In one stroke, so that the corner is whole.
        across, along = (left if "left" in sides else right), (top if "up" in sides else bottom)
        return f"M{across} {middle}H{centre}V{along}"
    horizontal = f"M{left} {middle}H{right}" if left < right else ""
    return horizontal + (f"M{centre} {top}V{bottom}" if top < bottom else "")


def blocks(character: str, x: int, y: int, count: int = 1) -> list[Box]:
    """Return the boxes that make as many blocks as `count` says; none if it is no block."""
    width = WIDTH * count
    if character in LOWER:
        height = HEIGHT * (LOWER.index(character) + 1) / len(LOWER)
        return [(x, y + HEIGHT - height, width, height)]
    if character in "▀▔":
        return [(x, y, width, HEIGHT / (2 if character == "▀" else 8))]
    return [box for place in range(count) for box in _block(character, x + WIDTH * place, y)]


def _block(character: str, x: int, y: int) -> list[Box]:
    """Return the boxes of a block that does not fill its cell from side to side."""
    if character in LEFT:
        return [(x, y, WIDTH * (LEFT.index(character) + 1) / 8, HEIGHT)]
    if character in "▐▕":
        width = WIDTH / (2 if character == "▐" else 8)
        return [(x + WIDTH - width, y, width, HEIGHT)]
    width, height = WIDTH / 2, HEIGHT / 2
    return [
        (x + width * (place % 2), y + height * (place // 2), width, height)
        for place in range(4)
        if QUADRANTS.get(character, 0) >> place & 1
    ]
