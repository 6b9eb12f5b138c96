"""What changed between two revisions of a report, sentence by sentence."""

from __future__ import annotations

from archive.differences import TextChange, text_changes

TEXT = "我局公开信息12条。\n收到申请3件；均已答复。\n规章\t0\t0\n存在的问题：人手偏少。"


def test_a_changed_sentence_stands_beside_what_it_was() -> None:
    changed = TEXT.replace("3件", "8件")
    assert text_changes(TEXT, changed) == [TextChange("收到申请3件；", "收到申请8件；")]


def test_what_was_taken_out_and_what_was_put_in_stand_alone() -> None:
    assert text_changes(TEXT, TEXT.replace("均已答复。", "")) == [TextChange("均已答复。", "")]
    assert text_changes(TEXT, TEXT + "下一步将招录人员。") == [TextChange("", "下一步将招录人员。")]


def test_a_row_of_a_table_is_one_piece() -> None:
    assert text_changes(TEXT, TEXT.replace("规章\t0\t0", "规章\t0\t1")) == [
        TextChange("规章 0 0", "规章 0 1")
    ]


def test_width_spaces_and_counters_are_no_change() -> None:
    again = TEXT.replace("12", "１２").replace("收到", "收 到") + "\n浏览次数：812"
    assert text_changes(TEXT + "\n浏览次数：9", again) == []


def test_changed_rows_of_a_table_stand_on_lines_of_their_own() -> None:
    before, after = "总计\t5\n结转\t1", "总计\t14\n结转\t2"
    assert text_changes(before, after) == [TextChange("总计 5\n结转 1", "总计 14\n结转 2")]
