mod gates;
mod plan;
mod pricing;
mod record;
mod remittance;
mod settlement;
