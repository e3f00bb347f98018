package dev.falreactive.kotlin

import com.fasterxml.jackson.annotation.JsonInclude
import dev.falreactive.Codec
import dev.falreactive.Endpoint
import dev.falreactive.EndpointId
import dev.falreactive.FalException
import kotlin.reflect.KType
import kotlin.reflect.jvm.javaType
import kotlin.reflect.typeOf
import tools.jackson.core.JacksonException
import tools.jackson.core.StreamReadConstraints
import tools.jackson.core.json.JsonFactory
import tools.jackson.databind.DeserializationFeature
import tools.jackson.databind.cfg.EnumFeature
import tools.jackson.databind.json.JsonMapper
import tools.jackson.module.kotlin.KotlinFeature
import tools.jackson.module.kotlin.kotlinModule

/**
 * An endpoint whose input and output are data classes: `endpoint<Prompt, Picture>("fal-ai/any/model")`. Its input is
 * not checked before it is sent.
 *
 * A property has the field's name, or that of its `@JsonProperty`. Properties that are null are not sent. Fields of an
 * answer without a property are ignored; one that is missing or null leaves its property at its default value, or null.
 * A property that has neither makes the answer [FalException.Unreadable].
 *
 * @throws FalException.InvalidInput if the id is not one
 */
public inline fun <reified I : Any, reified O : Any> endpoint(id: String): Endpoint<I, O> =
    Endpoint.of(EndpointId.of(id), codec(typeOf<I>()), codec(typeOf<O>()))

/** Writes and reads a Kotlin type. */
@PublishedApi internal fun <T : Any> codec(type: KType): Codec<T> = KotlinCodec(type)

/** The only class here that knows the JSON library. */
private class KotlinCodec<T : Any>(private val type: KType) : Codec<T> {
    private val writer = MAPPER.writerFor(MAPPER.constructType(type.javaType))
    private val reader = MAPPER.readerFor(MAPPER.constructType(type.javaType))

    override fun write(value: T): ByteArray =
        try {
            writer.writeValueAsBytes(value)
        } catch (e: JacksonException) {
            throw IllegalArgumentException("cannot be written as JSON: $type: ${e.originalMessage}", e)
        }

    override fun read(json: ByteArray): T =
        try {
            reader.readValue<T?>(json) ?: throw IllegalArgumentException("not readable as $type: null")
        } catch (e: JacksonException) {
            // The library's exception is not passed on: its text may quote the document.
            val field = e.path.joinToString("") { "/" + (it.propertyName ?: it.index) }
            val place = e.location?.let { ", line ${it.lineNr}, column ${it.columnNr}" }.orEmpty()
            throw IllegalArgumentException("not readable as $type at \"$field\"$place")
        }

    private companion object {
        /** Limits and numbers as core has them. */
        val MAPPER: JsonMapper =
            StreamReadConstraints.builder()
                .maxNestingDepth(200)
                .maxStringLength(256 * 1024 * 1024)
                .build()
                .let { JsonMapper.builder(JsonFactory.builder().streamReadConstraints(it).build()) }
                .addModule(
                    kotlinModule { enable(KotlinFeature.NullIsSameAsDefault).enable(KotlinFeature.StrictNullChecks) }
                )
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .changeDefaultPropertyInclusion { it.withValueInclusion(JsonInclude.Include.NON_NULL) }
                .build()
    }
}
