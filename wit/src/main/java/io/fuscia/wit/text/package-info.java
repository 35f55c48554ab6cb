/**
 * WIT text: lexer, parser and resolver into {@code wit.types}, where an interface is an instance type and a world a
 * component type. Feeds binding generators and comparisons with decoded components. Must not know binaries or how anything
 * runs. Anchor: WIT.md.
 */
package io.fuscia.wit.text;
