//! Sums up orders: `{"orders": [{"customer", "amount"}…]}` to count, total, the largest order and one
//! line per customer, the best first. Amounts are counted in hundredths, so sums are exact.

use fuscia::json::{object, Value};
use fuscia::{log, Context};
use std::collections::BTreeMap;

#[derive(Default)]
struct Account {
    orders: u32,
    cents: i64,
}

fn summarize(_: Context, data: String) -> Result<String, String> {
    let input = Value::parse(&data)?;
    let orders = match input.get("orders") {
        Some(Value::Array(orders)) => orders,
        _ => return Err("permanent: orders is not an array".into()),
    };
    let mut accounts = BTreeMap::<&str, Account>::new();
    let mut largest: Option<(i64, &Value)> = None;
    for (index, order) in orders.iter().enumerate() {
        let customer = order.text("customer").ok_or_else(|| problem(index, "customer is not a string"))?;
        let amount = order.number("amount").ok_or_else(|| problem(index, "amount is not a number"))?;
        let cents = (amount * 100.0).round() as i64;
        let account = accounts.entry(customer).or_default();
        account.orders += 1;
        account.cents += cents;
        if largest.map_or(true, |(most, _)| cents > most) {
            largest = Some((cents, order));
        }
    }
    let total = accounts.values().map(|account| account.cents).sum::<i64>();
    let average = if orders.is_empty() { 0 } else { (total as f64 / orders.len() as f64).round() as i64 };
    log::log(log::Level::Info, &format!("{} orders of {} customers", orders.len(), accounts.len()));

    let mut ranking: Vec<_> = accounts.into_iter().collect();
    ranking.sort_by_key(|(_, account)| std::cmp::Reverse(account.cents));
    let customers = ranking.into_iter().map(|(customer, account)| {
        object([
            ("customer", customer.into()),
            ("orders", f64::from(account.orders).into()),
            ("total", money(account.cents)),
        ])
    });
    Ok(object([
        ("count", (orders.len() as f64).into()),
        ("total", money(total)),
        ("average", money(average)),
        ("largest", largest.map_or(Value::Null, |(_, order)| order.clone())),
        ("customers", Value::Array(customers.collect())),
    ])
    .to_string())
}

fn problem(index: usize, what: &str) -> String {
    format!("permanent: orders[{index}].{what}")
}

fn money(cents: i64) -> Value {
    Value::Number(cents as f64 / 100.0)
}

fuscia::tasks! { "fuscia:task/task@0.1.0" => summarize }
