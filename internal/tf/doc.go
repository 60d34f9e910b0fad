// Package tf holds the few helpers that every resource and data source shares: how the provider hands over its
// client, how an API error becomes a diagnostic, and how Go values become framework values and back.
package tf
