"""All outbound connections: every address that a name leads to is judged before anything is sent to it."""

from kiemtin.net.fetching import Fetched, Outside, fetch
from kiemtin.net.limits import Limits

__all__ = ["Fetched", "Limits", "Outside", "fetch"]
