//! First sheet: the question, the answer, how to read the rest, and how to make it again.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Book, cells, sheet_name};
use crate::output::columns::Language;
use crate::output::fit::Met;
use crate::output::{cautions, findings, show};

pub fn sheet(book: &Book, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (lang, style, manifest) = (book.lang, &book.style, book.manifest);
    let pick = |[zh, en]: [String; 2]| match lang {
        Language::Zh => zh,
        Language::En => en,
    };
    sheet.set_name(sheet_name(book.say(["说明", "Read me"])))?;
    sheet.set_screen_gridlines(false).set_portrait().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 22)?.set_column_width(1, 96)?;
    let mut row = 0;
    let mut line = |sheet: &mut Worksheet, left: &str, right: &str| -> Result<(), XlsxError> {
        cells::text(sheet, (row, 0), left, &style.wrapped.clone().set_font_color(super::style::MUTED))?;
        cells::text(sheet, (row, 1), right, &style.wrapped)?;
        let lines = crate::base::width::width(right).div_ceil(100).max(1);
        sheet.set_row_height(row, 17.0 * lines as f64)?;
        row += 1;
        Ok(())
    };

    line(sheet, "", "")?;
    let policies = findings::policies(manifest);
    let of_baseline = &manifest.scenarios[manifest.baseline_first()[0]];
    let names: Vec<String> = policies.iter().map(|&i| pick(show::names(&manifest.scenarios[i]))).collect();
    let baseline = book.name(&manifest.baseline);
    let alone = manifest.scenarios.len() == 1;
    let (zh, en) = match alone {
        true => (format!("“{baseline}”会怎样发展？"), format!("How does “{baseline}” develop?")),
        false => (
            format!(
                "与“{baseline}”相比，{}会带来什么变化？",
                names.iter().map(|n| format!("“{n}”")).collect::<String>()
            ),
            format!(
                "Against “{baseline}”, what changes under {}?",
                names.iter().map(|n| format!("“{n}”")).collect::<Vec<_>>().join(", ")
            ),
        ),
    };
    line(sheet, book.say(["问题", "Question"]), lang.of(&zh, &en))?;
    for (&i, name) in policies.iter().zip(&names).filter(|_| !alone) {
        let id = &manifest.scenarios[i].id;
        let found = findings::findings(book.tables, id, "end");
        line(
            sheet,
            book.say(["回答（最后12个月）", "Answer (last 12 months)"]),
            &findings::sentence(name, &found, findings::without_effect(book.tables, manifest, i), lang),
        )?;
        let economy = cautions::other_economy(&manifest.scenarios[i], of_baseline);
        for text in economy.into_iter().chain(cautions::unspent(book.tables, id, &manifest.baseline)) {
            line(sheet, "", &pick(text))?;
        }
    }
    line(sheet, book.say(["把握有多大", "How sure"]), &pick(findings::uncertainty(manifest)))?;
    let evidence = findings::Evidence::read(book.tables, manifest).texts();
    for text in cautions::coarse(of_baseline).into_iter().chain(evidence) {
        line(sheet, "", &pick(text))?;
    }
    if let Some(met) = Met::read(book.tables) {
        line(sheet, book.say(["与事实的吻合", "Fit to what is known"]), &pick(met.text()))?;
    }
    line(sheet, book.say(["模拟时段", "Months simulated"]), &pick(findings::span(manifest)))?;
    line(sheet, "", "")?;
    for [zh_l, en_l, zh, en] in READING {
        line(sheet, lang.of(zh_l, en_l), lang.of(zh, en))?;
    }
    line(sheet, "", "")?;
    line(sheet, book.say(["重现", "Make it again"]), &show::command(manifest))?;
    line(sheet, book.say(["版本", "Version"]), &format!("skillsim {} ({})", manifest.version, manifest.commit))?;
    line(sheet, book.say(["随机种子", "Seed"]), &manifest.seed)?;
    line(sheet, book.say(["计划编号", "Plan"]), &manifest.plan_id)?;
    if let Some(failed) = findings::failed(manifest) {
        line(sheet, book.say(["注意", "Mind"]), &pick(failed))?;
    }
    cells::text(sheet, (0, 0), book.say(["模拟结果", "Results"]), &style.title)?;
    sheet.set_row_height(0, 34)?;
    Ok(())
}

const READING: [[&str; 4]; 12] = [
    [
        "如何读结论",
        "Verdicts",
        "▲ 改善，▼ 变差：配对差异的95%区间不含0，“仅随机性”的区间也在0的同一侧。◇ 不确定：二者之一含0或方向不同。＝ 相同：每一对都没有差别。↑↓ 升高、降低：不评价好坏的指标。",
        "▲ better, ▼ worse: the 95 % interval of the paired difference does not hold 0, and that by chance alone lies on the same side. ◇ unclear: one of them holds 0, or they disagree. ＝ same: no pair differs. ↑↓ higher, lower: outcomes nobody judges.",
    ],
    [
        "配对",
        "Pairs",
        "同一编号的重复在各情景中使用相同的随机数和相同的参数抽样，差异只来自政策。",
        "Replicates of the same number share random numbers and drawn parameters in all scenarios, so what differs is the policy.",
    ],
    [
        "工作表：并列",
        "Sheet: Side by side",
        "各情景在最后12个月和全程平均的数值，可直接打印（一页宽）。",
        "Values of all scenarios in the last 12 months and over the whole run; prints one page wide.",
    ],
    [
        "工作表：差异图",
        "Sheet: Differences",
        "主要指标的相对差异及其95%区间。",
        "Relative differences in headline outcomes with their 95 % intervals.",
    ],
    [
        "工作表：情景对比",
        "Sheet: Comparison",
        "每个情景、指标、时点一行，可筛选。",
        "One row for each scenario, outcome and horizon; filters are on.",
    ],
    [
        "工作表：各指标",
        "Sheets: one an outcome",
        "逐月均值与5%–95%范围，附折线图。",
        "Monthly means and 5-95 % ranges, with a line chart.",
    ],
    [
        "工作表：多花的钱换来什么",
        "Sheet: What more money buys",
        "各政策每年多花多少、多出多少对口就业毕业生，以及每多一名的成本（增量成本）。比平均成本更适合比较政策：少花钱总能降低平均成本。",
        "For each policy what it spends more a year, how many more graduates work in their field, and the cost of each additional one. It compares policies better than a mean cost, which falls whenever less is spent.",
    ],
    [
        "工作表：结果取决于什么",
        "Sheet: What results hang on",
        "重复不少于30次时才有：每个主要指标的不确定性来自哪些未知参数，占多大比例，参数高低时结果各是多少。",
        "Only with 30 replicates or more: from which unknown parameters the uncertainty of each headline outcome comes, how much of it, and the results where a parameter is low and high.",
    ],
    [
        "工作表：三张清单",
        "Sheet: Three lists",
        "按专业和地区，模拟最后五年的年均数：拟增设、供需平衡（保持或改造）、拟撤并；缺口＝需求－毕业生（需求的含义见词典）。相对缺口超过±20%且缺口的95%区间不含0，列入增设或撤并；缺口及其区间都在±20%以内，列为供需平衡；其余为不确定。",
        "By specialty and region, yearly means of the last five years of the run: open, upgrade, close; gap = need - graduates (the dictionary says what need is), relative gaps beyond ±20 % open or close if their 95 % interval does not hold 0, gaps within ±20 % with all of their interval upgrade, the rest is unclear.",
    ],
    [
        "工作表：财政、人口展望",
        "Sheets: Budget, Outlook",
        "钱花在哪里、买到什么、每名毕业生成本；出生与适龄人口，以及随政策而变的招生、在校生、毕业后就业与劳动力。",
        "Where money went, what it bought, cost per graduate; births and people of an age, and what moves with policies: intake, enrolment, graduates to work, the labour force.",
    ],
    [
        "工作表：各次运行",
        "Sheet: Runs",
        "每次运行一行，是表格（Table），可直接做数据透视。",
        "One row a run, as a Table: ready for a pivot.",
    ],
    [
        "更多数据",
        "More data",
        "同一目录中的 CSV 文件：逐月序列、分行业、分职业、分专业、分层次、分地区。列的含义见词典。",
        "CSV files beside this one: series by month, and by industry, occupation, specialty, level and region. The dictionary explains the columns.",
    ],
];
