/**
 * Attacks on the whole host: named cases with the typed error that each must end in, every limit on every path, fuzz targets
 * with what they found, and proof that an honest guest then still runs. Nothing but the typed exceptions may come out.
 */
package io.fuscia.wit.hostile;
