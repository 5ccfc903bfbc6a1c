"""Questions for the people of the desk: sent, looked up and deleted by receipt. A receipt never stands in an address.

What stands in an address is written down by proxies, logs and histories on its way; so it comes in a header.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from kiemtin.desk.api import schemas
from kiemtin.desk.api.keys import PER_PICTURE
from kiemtin.desk.api.operations import Empty, FromElsewhere, let_in, said, told
from kiemtin.desk.api.partners import PartnerKey
from kiemtin.desk.api.problems import problem
from kiemtin.desk.api.reading import JSON, is_form
from kiemtin.desk.database import reach
from kiemtin.desk.given import IMAGE, Given, pictures_in
from kiemtin.desk.origins import is_from_elsewhere
from kiemtin.desk.overview.feedback import give
from kiemtin.desk.questions import following
from kiemtin.desk.questions.receipts import new_token
from kiemtin.desk.questions.sending import Sending, send
from kiemtin.desk.rendering import takes_questions
from kiemtin.formats.json import encode

router = Router(auth=PartnerKey())

QUESTION = "kiemtin-question/1"

TOKEN = re.compile(r"[\x21-\x7e]{16,128}")
"""What ``Idempotency-Key`` may be; with another, or none, every request is a question of its own."""

DELETED = "deleted"


@router.post(
    "questions",
    operation_id="send_question",
    summary="Gửi cho bàn trực · send to the desk",
    description=said("api.send.means"),
    response={200: schemas.Sent},
    by_alias=True,
)
async def send_question(
    request: HttpRequest, question: schemas.ToDesk, idempotency_key: schemas.IdempotencyKey = ""
) -> HttpResponse:
    """The receipt for one message, or for pictures and the text with them."""
    if not takes_questions():
        return problem(request, "not-found")
    pictures = pictures_in(request) if is_form(request) else ()
    if is_form(request) and not pictures:
        raise Empty("image", "missing")
    if question.reply_to and not settings.CONFIGURATION.questions.replies:
        raise Empty("reply_to", "not-offered")
    asks = PER_PICTURE * len(pictures) or 1
    quota = await let_in(request, question.text or (IMAGE if pictures else ""), asks)
    token = idempotency_key if TOKEN.fullmatch(idempotency_key) else new_token()
    receipt = await send(Sending(Given(question.text, pictures), token, question.reply_to))
    document = {"schema": QUESTION, "receipt": receipt.code, "expires": receipt.expires.isoformat()}
    return told(HttpResponse(encode(document), JSON), quota)


@router.api_operation(
    ["GET", "HEAD"],
    "questions",
    operation_id="follow_question",
    summary="Xem biên nhận · look up a receipt",
    description=said("api.follow.means"),
    response={200: schemas.Followed},
    by_alias=True,
)
async def follow_question(request: HttpRequest, receipt: schemas.ReceiptHeader) -> HttpResponse:
    """Where the question with this receipt stands."""
    found = await reach(following.follow, receipt) if takes_questions() else None
    if found is None:
        return problem(request, "not-found")
    return HttpResponse(_as_json(found), JSON)


@router.post(
    "questions/feedback",
    operation_id="say_whether_it_helped",
    summary="Câu trả lời có giúp được không · whether the answer helped",
    description=said("api.feedback.means"),
    response={200: schemas.Followed},
    by_alias=True,
)
async def say_whether_it_helped(
    request: HttpRequest, feedback: schemas.Feedback, receipt: schemas.ReceiptHeader
) -> HttpResponse:
    """Count what the sender of a question says of its answer."""
    if is_from_elsewhere(request):
        raise FromElsewhere
    if not takes_questions() or not await reach(give, receipt, feedback.said):
        return problem(request, "not-found")
    found = await reach(following.follow, receipt)
    return problem(request, "not-found") if found is None else HttpResponse(_as_json(found), JSON)


def _as_json(found: following.Followed) -> str:
    return encode(
        {
            "schema": QUESTION,
            "state": found.standing,
            "answer": found.answer or None,
            "expires": found.expires.isoformat(),
            "feedback": found.said or None,
        }
    )


@router.delete(
    "questions",
    operation_id="delete_question",
    summary="Xóa tin đã gửi · delete what was sent",
    description=said("api.delete.means"),
    response={200: schemas.Deleted},
    by_alias=True,
)
async def delete_question(request: HttpRequest, receipt: schemas.ReceiptHeader) -> HttpResponse:
    """End the question with this receipt."""
    if is_from_elsewhere(request):
        raise FromElsewhere
    if not takes_questions() or not await reach(following.delete, receipt):
        return problem(request, "not-found")
    return HttpResponse(encode({"schema": QUESTION, "state": DELETED}), JSON)
