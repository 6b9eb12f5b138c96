"""The statutory tables as bureaus print them, filled with invented figures whose sums hold."""

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")

_REFUSED = ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息",
            "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项")  # fmt: skip
_UNABLE = ("1.本机关不掌握相关政府信息", "2.没有现成信息需要另行制作", "3.补正后申请内容仍不明确")
_NOT_PROCESSED = ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复申请",
                  "5.要求行政机关确认或重新出具已获取信息")  # fmt: skip
_OTHERWISE_2021 = ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
                   "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "3.其他")  # fmt: skip


def requests_table(edition: str, received: int, granted: int, carried: int, wrong_total: bool = False) -> str:
    """Part three of the form: `received` requests of natural persons, `granted` of them granted, `carried` over.

    The rest was not held. With `wrong_total` the printed total of the first row is one too high.
    """
    not_held = received - granted - carried
    rows = [
        _row("一、本年新收政府信息公开申请数量", received, span=3, total=received + wrong_total),
        _row("二、上年结转政府信息公开申请数量", 0, span=3),
    ]
    results = [
        ("（一）予以公开", None, granted),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", None, 0),
    ]
    results += _group("（三）不予公开", _REFUSED)
    results += _group("（四）无法提供", _UNABLE, {_UNABLE[0]: not_held})
    results += _group("（五）不予处理", _NOT_PROCESSED)
    results += (
        _group("（六）其他处理", _OTHERWISE_2021) if edition == "f2021" else [("（六）其他处理", None, 0)]
    )
    results.append(("（七）总计", None, granted + not_held))
    rows += _results(results)
    rows.append(_row("四、结转下年度继续办理", carried, span=3))
    head = (
        '<tr><td colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）</td>'
        '<td colspan="7">申请人情况</td></tr><tr><td rowspan="2">自然人</td><td colspan="5">法人或其他组织</td>'
        '<td rowspan="2">总计</td></tr><tr>' + "".join(f"<td>{name}</td>" for name in COLUMNS[1:]) + "</tr>"
    )
    return (
        f'<table border="1" cellspacing="0" style="width:100%"><tbody>{head}{"".join(rows)}</tbody></table>'
    )


def proactive_table(edition: str, documents: int, permits: int, penalties: int) -> str:
    """Part two of the form."""
    if edition == "f2021":
        blocks = [
            ("第二十条第（一）项", ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
             (("规章", 0, 0, 0), ("行政规范性文件", documents, documents, 6))),
            ("第二十条第（五）项", ("信息内容", "本年处理决定数量"), (("行政许可", permits),)),
            ("第二十条第（六）项", ("信息内容", "本年处理决定数量"), (("行政处罚", penalties), ("行政强制", 0))),
            ("第二十条第（八）项", ("信息内容", "本年收费金额（单位：万元）"), (("行政事业性收费", 0),)),
        ]  # fmt: skip
    else:
        items = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
        blocks = [
            ("第二十条第（一）项", ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
             (("规章", 0, 0, 0), ("规范性文件", documents, documents, documents * 2))),
            ("第二十条第（五）项", items, (("行政许可", 12, 0, permits), ("其他对外管理服务事项", 4, 0, 9))),
            ("第二十条第（六）项", items, (("行政处罚", 31, 2, penalties), ("行政强制", 3, 0, 0))),
            ("第二十条第（八）项", ("信息内容", "上一年项目数量", "本年增/减"), (("行政事业性收费", 1, 0),)),
            ("第二十条第（九）项", ("信息内容", "采购项目数量", "采购总金额"), (("政府集中采购", 2, "251000元"),)),
        ]  # fmt: skip
    lines = []
    for name, header, rows in blocks:
        lines.append(f'<tr><td colspan="4"><b>{name}</b></td></tr>')
        lines += [_cells(row) for row in (header, *rows)]
    return f'<table border="1" cellpadding="0"><tbody>{"".join(lines)}</tbody></table>'


def disputes_table(reviews: int) -> str:
    """Part four of the form: `reviews` reconsiderations, all upheld, and no litigation."""
    five = "".join(f"<td>{name}</td>" for name in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))
    figures = [reviews, 0, 0, 0, reviews] + [0] * 10
    return (
        '<table border="1"><tr><td colspan="5" rowspan="2">行政复议</td><td colspan="10">行政诉讼</td></tr>'
        '<tr><td colspan="5">未经复议直接起诉</td><td colspan="5">复议后起诉</td></tr>'
        f"<tr>{five * 3}</tr><tr>{''.join(f'<td>&nbsp;{figure}</td>' for figure in figures)}</tr></table>"
    )


def statistics_table_2014(published: int, received: int) -> str:
    """The table of 2014 to 2018, shortened as bureaus shortened it."""
    rows = (
        ("一、主动公开情况", "——", ""),
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", published),
        ("其中：主动公开规范性文件数", "条", 2),
        ("2.政府网站公开政府信息数", "条", published),
        ("二、回应解读情况", "——", ""),
        ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", 1),
        ("三、依申请公开情况", "——", ""),
        ("（一）收到申请数", "件", received),
        ("（二）设置政府信息公开查阅点数", "个", 1),
    )
    return f'<table class="MsoNormalTable">{_cells(("统计指标", "单位", "统计数"))}{"".join(map(_cells, rows))}</table>'


def _group(
    name: str, labels: tuple[str, ...], figures: dict[str, int] | None = None
) -> list[tuple[str, str, int]]:
    return [(name, label, (figures or {}).get(label, 0)) for label in labels]


def _results(results: list[tuple[str, str | None, int]]) -> list[str]:
    rows, previous = [], ""
    for number, (group, label, figure) in enumerate(results):
        first = f'<td rowspan="{len(results)}">三、本年度办理结果</td>' if number == 0 else ""
        if label is None:
            rows.append(_row(group, figure, span=2, before=first))
        else:
            height = sum(name == group for name, _, _ in results)
            before = first + (f'<td rowspan="{height}">{group}</td>' if group != previous else "")
            rows.append(_row(label, figure, span=1, before=before))
        previous = group
    return rows


def _row(label: str, figure: int, span: int, before: str = "", total: int | None = None) -> str:
    figures = [figure, 0, 0, 0, 0, 0, figure if total is None else total]
    # Word pastes every cell as paragraphs, and splits long labels over two of them.
    text = f"<p>{label[:12]}</p><p>{label[12:]}</p>" if len(label) > 20 else f"<p>{label}</p>"
    return (
        f'<tr>{before}<td colspan="{span}">{text}</td>'
        + "".join(f'<td><p align="center">{value}</p></td>' for value in figures)
        + "</tr>"
    )


def _cells(row: tuple[object, ...]) -> str:
    return "<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>"
