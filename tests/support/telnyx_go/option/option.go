// Package option stands in for the package of this name of the vendor's SDK.
package option

// RequestOption is what a client can be made with.
type RequestOption struct{}

// WithMaxRetries says how often a request is repeated.
func WithMaxRetries(retries int) RequestOption { return RequestOption{} }
