//! Every limit case and every published result, one test each, against the engine's own code.

use std::sync::LazyLock;

use skillsim::verify::bench::Bench;
use skillsim::verify::{NOT_APPLICABLE, cases};

static BENCH: LazyLock<Bench> = LazyLock::new(|| Bench::new().expect("the reference scenarios are valid"));

fn holds(id: &str) {
    let case = cases().find(|c| c.id == id).unwrap_or_else(|| panic!("no case {id}"));
    let claims = (case.run)(&BENCH);
    assert!(!claims.is_empty());
    let broken: Vec<_> = claims.iter().filter(|c| !c.holds()).collect();
    assert!(broken.is_empty(), "{id}: {broken:#?}");
}

macro_rules! limit_cases {
    ($($name:ident $id:literal)*) => {
        $(#[test] fn $name() { holds($id); })*

        /// No case is without a test, and no row of the table of limit cases without a case or a reason.
        #[test]
        fn the_table_is_complete() {
            let tested = [$($id),*];
            let known: Vec<&str> = cases().map(|c| c.id).collect();
            assert_eq!(known.iter().filter(|id| !tested.contains(id)).collect::<Vec<_>>(), Vec::<&&str>::new());
            let rows = "M1_10_20 M1_100_150 M1_600_800 M2 M3 M4 M5 S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 E1 E2 E3 \
                E4 E5 E6 E7 E8_b1 E8_b4 E9 C1 C2 C3 C4 T1 T2 T3 T4 T5 T6 W1 W2 X1 X2 X3 Z1 Z2 Z3 Z4 P1 P2 P3 P4";
            let rows: Vec<&str> = rows.split_whitespace().collect();
            assert_eq!(rows.len(), 53);
            for row in rows {
                let reason = NOT_APPLICABLE.iter().any(|n| n.id == row);
                assert!(known.contains(&row) != reason, "{row}");
            }
        }
    };
}

limit_cases! {
    m1_10_20 "M1_10_20" m1_100_150 "M1_100_150" m1_600_800 "M1_600_800" m2 "M2" m3 "M3" m4 "M4" m5 "M5" p4 "P4"
    s1 "S1" s2 "S2" s3 "S3" s4 "S4" s5 "S5" s6 "S6" s8 "S8" s9 "S9" s10 "S10" s11 "S11" s12 "S12" s13 "S13"
    e1 "E1" e2 "E2" e3 "E3" e4 "E4" e5 "E5" e6 "E6" e7 "E7" p2 "P2" p3 "P3"
    e8_b1 "E8_b1" e8_b4 "E8_b4" e9 "E9" c1 "C1" c2 "C2" c3 "C3" c4 "C4"
    t1 "T1" t2 "T2" t4 "T4" t6 "T6" w1 "W1" w2 "W2"
    x1 "X1" x2 "X2" x3 "X3" z2 "Z2" z4 "Z4"
    n1 "N1" n2 "N2" n3 "N3" n4 "N4" n5 "N5" n6 "N6" n7 "N7" p1 "P1"
}
