"""Stage 2, first half: what speaks for and against imitation."""

from __future__ import annotations

import pytest

from kiemtin.domains import parse_domain
from kiemtin.lookalikes.aliases import AliasIndex
from kiemtin.lookalikes.candidates import candidates, resolve
from kiemtin.lookalikes.features import Features, ending_odds, features
from kiemtin.lookalikes.score import model


def _features(host: str, index: AliasIndex) -> Features:
    domain = parse_domain(host)
    assert domain is not None
    found = resolve(list(candidates(domain, index)))
    return features(found[0], domain, found, index)


@pytest.mark.parametrize(
    ("host", "feature", "value"),
    [
        ("saomaibank.top", "whole_label", 1.0),
        ("saomaibank-vn.top", "whole_label", 0.0),
        ("saomaibank-vn.top", "own_token", 1.0),
        ("saomaibank-vn.top", "vn_beside", 1.0),
        ("vnsaomaibank.top", "vn_beside", 1.0),
        ("xsaomaibankx.top", "inside", 1.0),
        ("saomaibank24.top", "digit_after", 1.0),
        ("24saomaibank.top", "digit_before", 1.0),
        ("saomaibank.top", "cheap_ending", 1.0),
        ("saomaibank.com", "common_ending", 1.0),
        ("saomaibank.edu.vn", "state_ending", 1.0),
        ("saomaibank.de", "foreign_ending", 1.0),
        ("saomaibank.web.app", "hosted", 1.0),
        ("saomaibank-digisao.com", "own_words", 1.0),
        ("saomaibank-dangnhap.com", "any_lure", 1.0),
        ("saomaibank-tintuc.com", "topics", 1.0),
        ("saomaibanksmb.com", "second_name", 1.0),
        ("sa0maibank.com", "shape", 1.0),
        ("sao-maibank.com", "hyphen", 1.0),
        ("saomaibank.vn-kps.top", "subdomain_ends_official", 1.0),
        ("saomaibank.kps.top", "subdomain_ends_official", 0.0),
        ("saomaibank.kps.top", "subdomain_first", 1.0),
        ("xsaomaibank24.top", "letters_before", 1.0),
        ("xsaomaibank24.top", "letters_after", 2.0),
        ("a.saomaibank.kps.top", "labels_before", 2.0),
        ("saomaibank.kps.com.vn", "dots_in_ending", 1.0),
        ("saomaibank.kps.vn", "country", 1.0),
        ("saomaibankae.top", "vowels", 1.0),
        ("samoaibank.top", "is_typo", 1.0),
        ("dxp.top", "is_weak", 1.0),
        ("saomaibank.top", "seam_before", 0.0),
        ("saomaibank.top", "surprise_beside", 0.0),
    ],
)
def test_each_feature_sees_what_it_is_named_for(
    host: str, feature: str, value: float, fictional_index: AliasIndex
) -> None:
    """A feature is 1 where its sign stands in the name, 0 where it does not."""
    assert value == _features(host, fictional_index).values[feature]


def test_endings_speak_for_and_against(fictional_index: AliasIndex) -> None:
    """Those that impersonations share weigh more than those of countries far away; what nobody counted is nothing."""
    hosts = ("saomaibank.vn", "saomaibank.com.br", "saomaibank.kps.ck")
    vietnam, brazil, uncounted = [_features(host, fictional_index).values["ending_odds"] for host in hosts]
    assert [vietnam, brazil] == [ending_odds()["vn"], ending_odds()["com.br"]]
    assert vietnam > 1 > -1 > brazil
    assert uncounted == 0.0


def test_the_letters_around_a_name_come_in_pieces(fictional_index: AliasIndex) -> None:
    """What stands before and after the name is read apart: together it would make words nobody wrote."""
    assert ("tin", "nhan") == _features("tinsaomaibanknhan.top", fictional_index).pieces


def test_the_registered_label_counts_where_the_name_stands_before_it(fictional_index: AliasIndex) -> None:
    """``saomaibank.dangnhap.top`` asks for a login, though in another label."""
    assert 1 == _features("saomaibank.dangnhap.top", fictional_index).around.lures


@pytest.mark.parametrize(
    ("host", "group"), [("saomaibank.top", "strong"), ("samoaibank.top", "typo"), ("dxp.top", "weak")]
)
def test_each_kind_of_likeness_has_weights_of_its_own(host: str, group: str, fictional_index: AliasIndex) -> None:
    """A misspelling is weighed otherwise than a name spelt right."""
    assert group == _features(host, fictional_index).group


def test_no_weight_is_without_a_feature(fictional_index: AliasIndex) -> None:
    """The weights speak of nothing that is not measured."""
    hosts = ("saomaibank.top", "samoaibank.kps.top", "dxp.top", "saomaibank.kps.top")
    measured = {name for host in hosts for name in _features(host, fictional_index).values} | {"foreign_lure_vi"}
    weighed = {name for group in model()["groups"].values() for name in group["weights"]}
    assert set() == (weighed | set(model()["questions"])) - measured


def test_letters_without_sense_are_more_surprising_than_a_word(fictional_index: AliasIndex) -> None:
    """What a forger hits the keys for is not what people call their sites."""
    random, word = (_features(f"saomaibank{rest}.top", fictional_index).values for rest in ("xqzvj", "house"))
    assert random["surprise_beside"] > word["surprise_beside"]
    assert random["surprise_of_words"] > word["surprise_of_words"]


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("saomaibank.top", "whole"),
        ("saomaibankqq.top", "at_start"),
        ("qqsaomaibank.top", "at_end"),
        ("qqsaomaibankqq.top", "anywhere"),
        ("qq-saomaibank-qq.top", "whole"),
    ],
)
def test_how_usual_a_name_is_depends_on_where_it_stands(host: str, place: str, fictional_index: AliasIndex) -> None:
    """Many words begin with letters that hardly any label consists of."""
    expected = getattr(fictional_index.letters.usual("saomaibank"), place)
    assert expected == _features(host, fictional_index).values["surprise_here"]


def test_features_know_no_organisation(fictional_index: AliasIndex) -> None:
    """Weights trained on some organisations must serve all: no feature is named after one."""
    values = _features("saomaibank-vn.top", fictional_index).values
    assert not any("saomai" in name for name in values)
