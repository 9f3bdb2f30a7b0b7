"""The frame around every page: acting role, navigation, switchers."""


def frame(request):
    return {}
