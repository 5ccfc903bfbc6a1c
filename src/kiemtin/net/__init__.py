"""All outbound connections: every address that a name leads to is judged before anything is sent to it."""

from kiemtin.net.exchanging import Exchanged, exchange
from kiemtin.net.fetching import Fetched, Outside, fetch
from kiemtin.net.limits import Limits
from kiemtin.net.posting import may_be_told, post

__all__ = ["Exchanged", "Fetched", "Limits", "Outside", "exchange", "fetch", "may_be_told", "post"]
