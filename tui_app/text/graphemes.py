"""What a person takes for one character: clusters of code points, as Unicode's annex 29 has them."""


def boundary_before(text: str, place: int) -> int:
    """The last boundary between clusters of `text` at or before `place`. Both count code points."""
    if place <= 0 or text.isascii():
        return place
    return max(_boundaries(text, place), default=0)


def boundary_after(text: str, place: int) -> int:
    """The first boundary between clusters of `text` at or after `place`, at most its length."""
    if place <= 0 or place >= len(text) or text.isascii():
        return place
    # Of the clusters that begin before `place`, the last reaches it, or beyond.
    import regex

    cluster = regex.compile(r"\X").match(text, boundary_before(text, place - 1))
    return cluster.end() if cluster else place


def _boundaries(text: str, last: int) -> list[int]:
    """The boundaries up to `last`, 0 and the length of the text among them."""
    import regex  # 40 ms, once a text is not ASCII

    ends = [0]
    for cluster in regex.finditer(r"\X", text):
        if cluster.end() > last:
            break
        ends.append(cluster.end())
    return ends
