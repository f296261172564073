//! The collector: watches the world month by month and fills the record.
//!
//! Reads the world and the month's flows; changes nothing and draws nothing. Counts are turned from agents into persons
//! here, and only here.

use super::breakdown::Breakdowns;
use super::dictionary::{INDICATORS, IndicatorId, indicator};
use super::lives::Lives;
use super::network;
use super::planner;
use super::record::{FiscalRow, OutlookRow, Record};
use super::yearly;
use crate::base::math::pow;
use crate::base::stats::{dissimilarity, mismatch_index};
use crate::model::Model;
use crate::scenario::parameters::{Param, param};
use crate::world::World;
use crate::world::money::Line;
use crate::world::pay;
use crate::world::person::Status;

const REGISTERED_VACANCIES: Param = param("measure.registered_vacancies");
const REGISTERED_SEEKERS: Param = param("measure.registered_seekers");
const INFLATION: Param = param("measure.inflation");
const MISMATCH: Param = param("measure.mismatch_elasticity");

/// Collects the outcomes of one run.
#[derive(Clone)]
pub struct Collector {
    record: Record,
    breakdowns: Breakdowns,
    planner: planner::Planner,
    lives: Lives,
    /// Graduates of this calendar year [agents].
    graduates: u64,
    outlook: Outlook,
}

/// Demographic flows of the running year [agents].
#[derive(Clone, Default)]
struct Outlook {
    aged_15: u64,
    intake: u64,
    entrants: u64,
}

/// A ratio that is missing, not zero, when its denominator is.
pub(super) fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { f64::NAN }
}

impl Collector {
    /// A collector for a run of the model.
    pub fn new(model: &Model, world: &World) -> Self {
        Collector {
            record: Record {
                numbers: model.numbers.clone(),
                series: vec![vec![f64::NAN; model.months]; INDICATORS.len()],
                network: (!model.has_demography()).then(|| network::start(model)),
                ..Record::default()
            },
            breakdowns: Breakdowns::new(model),
            planner: planner::Planner::new(model),
            lives: Lives::new(model, world),
            graduates: 0,
            outlook: Outlook::default(),
        }
    }

    /// Notes the month that has just been simulated.
    pub fn observe(&mut self, model: &Model, world: &World) {
        self.labour(model, world);
        self.lives.observe(model, world);
        if let Some(network) = &mut self.record.network {
            network::observe(model, world, network);
            return;
        }
        self.schools(model, world);
        self.enterprises(model, world);
        self.planner.observe(model, world);
        self.breakdowns.observe(world);
        self.graduates += world.flows.graduates;
        self.outlook.aged_15 += world.flows.turned_15;
        self.outlook.intake += world.flows.admitted;
        self.outlook.entrants += world.flows.entrants;
        if model.month(world.t).of_year() == 12 {
            self.december(model, world);
        }
    }

    /// The finished record.
    pub fn record(mut self, model: &Model, world: &World) -> Record {
        if model.has_demography() {
            self.record.lists = self.planner.lists(model);
            self.record.breakdowns = self.breakdowns.finish();
            self.record.fiscal = fiscal(world);
        }
        self.record.lives = self.lives.finish();
        self.record
    }

    fn set(&mut self, id: IndicatorId, t: usize, value: f64) {
        self.record.series[id.0][t] = value;
    }

    fn labour(&mut self, model: &Model, world: &World) {
        let (t, k, flows) = (world.t, model.people_per_agent, &world.flows);
        let seekers = world.count(Status::Seeking) as f64;
        let (filled, vacant) = (world.posts.filled as f64, world.posts.vacant as f64);
        let (employed, labour_force) = (world.employed() as f64, world.labour_force() as f64);
        let hires = flows.hires as f64;
        let registered = vacant * model.number(REGISTERED_VACANCIES);
        let long = f64::from(world.seekers.long.iter().sum::<u32>());
        for (id, value) in [
            (indicator("unemployment_rate"), ratio(seekers, labour_force)),
            (indicator("vacancies_per_seeker"), ratio(vacant, seekers)),
            (indicator("registered_ratio"), ratio(registered, seekers * model.number(REGISTERED_SEEKERS))),
            (indicator("vacancy_rate"), ratio(vacant, filled + vacant)),
            (indicator("months_to_fill"), ratio(flows.fill_months, hires)),
            (indicator("finding_rate"), ratio(flows.hires_of_seekers as f64, seekers + flows.hires_of_seekers as f64)),
            (indicator("separation_rate"), ratio((flows.separations + flows.layoffs) as f64, filled)),
            (indicator("long_term_unemployment"), ratio(long, labour_force)),
            (indicator("hire_shortfall"), ratio(flows.hire_shortfall, hires)),
            (indicator("over_qualified"), ratio(flows.over_qualified as f64, hires)),
            (indicator("under_qualified"), ratio(flows.under_qualified as f64, hires)),
            (indicator("labour_force"), labour_force * k),
            (indicator("employed"), employed * k),
            (indicator("filled_posts"), filled * k),
            (indicator("own_account"), (employed - filled) * k),
            (indicator("seekers"), seekers * k),
            (indicator("vacancies"), vacant * k),
            (indicator("hires"), hires * k),
            (indicator("layoffs"), flows.layoffs as f64 * k),
        ] {
            self.set(id, t, value);
        }
        let counts = |list: &[u32]| list.iter().map(|&n| f64::from(n)).collect::<Vec<f64>>();
        let mismatch =
            mismatch_index(&counts(&world.market.seekers), &counts(&world.market.vacancies), model.number(MISMATCH));
        self.set(indicator("mismatch_index"), t, mismatch);
    }

    fn schools(&mut self, model: &Model, world: &World) {
        let (t, k, flows) = (world.t, model.people_per_agent, &world.flows);
        let students = [Status::Secondary, Status::College, Status::Bachelor].map(|s| world.count(s) as f64);
        let recruiting = world.programs.iter().filter(|p| p.recruits());
        let (all, partnered) =
            recruiting.fold((0.0, 0.0), |(n, with), p| (n + 1.0, with + f64::from(u8::from(!p.partners.is_empty()))));
        let gaps = self.planner.curricula(model, world);
        for (id, value) in [
            (indicator("enrolment"), students.iter().sum::<f64>() * k),
            (indicator("enrolment_technician"), world.count(Status::Technician) as f64 * k),
            (indicator("graduates"), flows.graduates as f64 * k),
            (indicator("entrants"), flows.entrants as f64 * k),
            (indicator("dropouts"), flows.dropouts as f64 * k),
            (indicator("left_province"), flows.left_province as f64 * k),
            (indicator("programs"), all),
            (indicator("programs_filed"), flows.programs_filed as f64),
            (indicator("programs_opened"), flows.programs_opened as f64),
            (indicator("programs_closed"), flows.programs_closed as f64),
            (indicator("partner_share"), ratio(partnered, all)),
            (indicator("quality"), gaps.quality),
            (indicator("curriculum_gap"), gaps.shortfall),
            (indicator("field_mismatch"), dissimilarity(&gaps.students, &gaps.need)),
            (indicator("service_income"), flows.service_income),
            (indicator("service_projects"), flows.service_projects as f64),
            (indicator("order_class_students"), flows.orders as f64 * k),
            (indicator("order_class_hires"), flows.order_hires as f64 * k),
            (indicator("competition_participants"), flows.competitors as f64 * k),
        ] {
            self.set(id, t, value);
        }
        match model.month(t).of_year() {
            6 => {
                let stayed = world.leavers.last().filter(|l| l.graduated == t as i32).map_or(0, |l| l.ids.len());
                self.set(indicator("stay_rate"), t, ratio(stayed as f64, flows.entrants as f64));
            }
            9 => {
                let cutoffs = world.programs.iter().filter(|p| p.recruits() && p.admitted > 0).map(|p| p.cutoff);
                let (n, sum) = cutoffs.fold((0.0, 0.0), |(n, sum), c| (n + 1.0, sum + c));
                self.set(indicator("applicants_per_seat"), t, ratio(flows.applicants as f64, flows.seats));
                self.set(indicator("fill_rate"), t, ratio(flows.admitted as f64, flows.seats));
                self.set(indicator("cutoff"), t, ratio(sum, n));
            }
            _ => {}
        }
    }

    fn enterprises(&mut self, model: &Model, world: &World) {
        let (t, k) = (world.t, model.people_per_agent);
        let output = yearly::output(model, world);
        let workers: f64 = output.iter().map(|o| o.workers).sum();
        let value: f64 = output.iter().map(|o| o.value_added).sum();
        let technology: f64 = output.iter().map(|o| o.workers * o.technology).sum();
        let steel = model.industries.iter().position(|i| i.id == "steel");
        let (mut wage, mut posts) = (0.0, 0.0);
        let regions = model.regions.len();
        for (at, need) in world.market.need.iter().enumerate() {
            wage += need * pay::level(model, world, at / regions, at % regions);
            posts += need;
        }
        let rates = &world.market.unemployment;
        let (low, high) = rates.iter().fold((f64::INFINITY, 0.0f64), |(low, high), &u| (low.min(u), high.max(u)));
        for (id, v) in [
            (indicator("value_added"), value),
            (indicator("value_added_per_worker"), ratio(value, workers * k)),
            (indicator("steel_value_added"), steel.map_or(f64::NAN, |i| output[i].value_added)),
            (indicator("technology"), ratio(technology, workers)),
            (indicator("wage_index"), ratio(wage, posts)),
            (indicator("regional_gap"), high - low),
            (indicator("partner_enterprises"), world.flows.partners as f64 * k),
            (indicator("training_places"), world.flows.places as f64 * k),
            (indicator("tax_credit_users"), world.flows.credit_users as f64 * k),
            (indicator("workers_retrained"), world.flows.retrained as f64 * k),
        ] {
            self.set(id, t, v);
        }
    }

    /// Pay of a class after three and five years over its start wage: real, nominal at `measure.inflation`, and against
    /// the mean pay of all.
    fn ladder(&mut self, model: &Model, t: usize) {
        const LADDERS: [(usize, [IndicatorId; 4]); 2] = [
            (
                3,
                [
                    indicator("wage_after_3_years"),
                    indicator("wage_multiple_3_years"),
                    indicator("wage_multiple_3_real"),
                    indicator("wage_ladder_3"),
                ],
            ),
            (
                5,
                [
                    indicator("wage_after_5_years"),
                    indicator("wage_multiple_5_years"),
                    indicator("wage_multiple_5_real"),
                    indicator("wage_ladder_5"),
                ],
            ),
        ];
        for (years, [later, nominal, real, ladder]) in LADDERS {
            let Some(then) = t.checked_sub(12 * years) else { continue };
            let multiple = self.record.series[later.0][t] / self.record.series[indicator("start_wage").0][then];
            let of_all = &self.record.series[indicator("mean_pay").0];
            let growth = of_all[t] / of_all[then];
            self.set(ladder, t, multiple / growth);
            self.set(real, t, multiple);
            self.set(nominal, t, multiple * pow(1.0 + model.number(INFLATION), years as f64));
        }
    }

    /// What is measured once a year.
    fn december(&mut self, model: &Model, world: &World) {
        let (t, k) = (world.t, model.people_per_agent);
        let people = yearly::people(model, world);
        let class = yearly::class_of(model, world, 0);
        let spent: f64 = Line::ALL.iter().map(|&l| world.accounts.line(l).spent as f64).sum();
        let students = [Status::Secondary, Status::College, Status::Bachelor];
        let students: f64 = students.iter().map(|&s| world.count(s) as f64 * k).sum();
        let graduates = self.graduates as f64 * k;
        // Of the first calendar year only some months are run, and the books hold those.
        let months = (t + 1).min(12);
        let last_autumn = t.checked_sub(12).map_or(students, |then| self.record.series[indicator("enrolment").0][then]);
        let over_the_year = (8.0 * last_autumn + 4.0 * students) / 12.0;
        // Who left the province on graduation is in no class, and counts as placed with those who study on.
        let settled = (class.graduates - class.leavers - class.left).max(0.0);
        for (id, value) in [
            (indicator("population_16_59"), people.aged_16_59 * k),
            (indicator("skilled_stock"), people.skilled * k),
            (indicator("skill_fit_workers"), people.fit),
            (indicator("mean_pay"), people.mean_pay),
            (indicator("gini_pay"), people.gini),
            (indicator("placement_rate"), ratio(class.working, class.leavers)),
            (indicator("placement_rate_with_study"), ratio(class.working + settled, class.graduates - class.left)),
            (indicator("matched_employment_rate"), ratio(class.matched, class.leavers)),
            (indicator("field_match_at_work"), ratio(class.matched, class.working)),
            (indicator("skill_fit_graduates"), ratio(class.fit, class.employed)),
            (indicator("months_to_first_job"), ratio(class.months, class.working)),
            (indicator("start_wage"), ratio(class.pay, class.employed) / 12.0),
            (indicator("wage_after_3_years"), yearly::class_of(model, world, 3).mean_pay() / 12.0),
            (indicator("wage_after_5_years"), yearly::class_of(model, world, 5).mean_pay() / 12.0),
            (indicator("spending_per_student"), ratio(spent * 12.0 / months as f64, over_the_year)),
            (indicator("cost_per_graduate"), ratio(spent, graduates)),
            (indicator("cost_per_matched_graduate"), ratio(spent, class.matched * k)),
            (indicator("spending"), spent),
            (indicator("matched_graduates"), class.matched * k),
        ] {
            self.set(id, t, value);
        }
        self.ladder(model, t);
        self.breakdowns.december(model, world, &yearly::output(model, world));
        let year = model.month(t).year();
        let born = (year - model.population.first_year) as usize;
        let outlook = std::mem::take(&mut self.outlook);
        self.record.outlook.push(OutlookRow {
            year,
            births: model.population.cohorts.get(born).map_or(f64::NAN, |c| c * k),
            aged_15: outlook.aged_15 as f64 * k,
            intake_vocational: outlook.intake as f64 * k,
            enrolment_vocational: students,
            entrants: if yearly::has_june(model, year) { outlook.entrants as f64 * k } else { f64::NAN },
            population_16_59: people.aged_16_59 * k,
            labour_force: world.labour_force() as f64 * k,
        });
        self.graduates = 0;
    }
}

/// The books of all years, line by line.
fn fiscal(world: &World) -> Vec<FiscalRow> {
    let books = &world.accounts;
    let years = books.closed.iter().map(|(year, _, lines)| (*year, lines)).chain([(books.year, &books.lines)]);
    years
        .filter(|(year, _)| *year != 0)
        .flat_map(|(year, lines)| {
            Line::ALL.iter().map(move |&line| {
                let l = &lines[line as usize];
                FiscalRow {
                    year,
                    line: line.id().into(),
                    brought_yuan: l.brought,
                    allocated_yuan: l.allocated,
                    spent_yuan: l.spent,
                    carried_yuan: l.left(),
                    bought: l.bought,
                    unit: line.unit().into(),
                }
            })
        })
        .collect()
}
