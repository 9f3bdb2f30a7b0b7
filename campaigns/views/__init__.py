"""Pages of this room: fetch, ask, call one service, answer."""
