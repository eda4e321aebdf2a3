"""What a page says of itself to whoever reads it without running it: search engines, and the
previews of a link that somebody sent.
"""
