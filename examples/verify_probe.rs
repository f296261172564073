use skillsim::verify::{bench::Bench, cases};
fn main() {
    let want: Vec<String> = std::env::args().skip(1).collect();
    let b = Bench::new().unwrap();
    for c in cases().filter(|c| want.is_empty() || want.iter().any(|w| w == c.id)) {
        let t = std::time::Instant::now();
        for claim in (c.run)(&b) {
            println!(
                "{} {:10} {:70} exp {:.8} got {:.8} err {:.2e} tol {:.2e}",
                if claim.holds() { "ok  " } else { "FAIL" },
                c.id,
                claim.what,
                claim.expected,
                claim.obtained,
                claim.error(),
                claim.tolerance
            );
        }
        println!("     {} {:.2?}", c.id, t.elapsed());
    }
}
