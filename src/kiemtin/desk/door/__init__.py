"""The door of the web server: what comes in is counted, bounded and queued before the application sees any of it.

Nothing of it is ever on a disk. ``Door`` wraps any ASGI application with the standard library alone;
``wire.server_options`` gives uvicorn the limits that no application can keep. A door is made once, in the process
that forks the workers, so that all of them count in the same memory.
"""

from kiemtin.desk.door.answers import Answers
from kiemtin.desk.door.budgets import Budget
from kiemtin.desk.door.door import Door
from kiemtin.desk.door.payers import Charge, Payer
from kiemtin.desk.door.refusals import Look
from kiemtin.desk.door.routes import ROUTES, Body, Route, Routes
from kiemtin.desk.door.settings import DoorSettings

__all__ = ["ROUTES", "Answers", "Body", "Budget", "Charge", "Door", "DoorSettings", "Look", "Payer", "Route", "Routes"]
