package dev.falreactive.kotlin

import com.fasterxml.jackson.annotation.JsonInclude
import dev.falreactive.Codec
import dev.falreactive.Endpoint
import dev.falreactive.EndpointId
import dev.falreactive.FalException
import dev.falreactive.InputFile
import java.util.function.Function
import kotlin.reflect.KType
import kotlin.reflect.jvm.javaType
import kotlin.reflect.typeOf
import tools.jackson.core.*
import tools.jackson.core.json.JsonFactory
import tools.jackson.databind.*
import tools.jackson.databind.cfg.EnumFeature
import tools.jackson.databind.json.JsonMapper
import tools.jackson.databind.module.SimpleModule
import tools.jackson.module.kotlin.KotlinFeature
import tools.jackson.module.kotlin.kotlinModule

/**
 * An endpoint whose input and output are data classes: `endpoint<Prompt, Picture>("fal-ai/any/model")`. Its input is
 * not checked before it is sent.
 *
 * A property has the field's name, or that of its `@JsonProperty`. Properties that are null are not sent; of an
 * [InputFile] its URL is, and what has none is uploaded before. Fields of an answer without a property are ignored; one
 * that is missing or null leaves its property at its default value, or null. A property that has neither makes the
 * answer [FalException.Unreadable].
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

    override fun write(value: T): ByteArray = write(value, InputFile::url)

    override fun write(value: T, urls: Function<InputFile, String>): ByteArray =
        try {
            writer.withAttribute(FileWriter, urls).writeValueAsBytes(value)
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
}

private object FileWriter : ValueSerializer<InputFile>() {
    @Suppress("UNCHECKED_CAST") // set by write alone
    override fun serialize(file: InputFile, out: JsonGenerator, context: SerializationContext) {
        out.writeString((context.getAttribute(this) as Function<InputFile, String>).apply(file))
    }
}

/** Limits and numbers as core has them. */
private val LIMITS = StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(256 * 1024 * 1024).build()
private val MAPPER: JsonMapper =
    JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
        .addModule(kotlinModule { enable(KotlinFeature.NullIsSameAsDefault).enable(KotlinFeature.StrictNullChecks) })
        .addModule(SimpleModule().addSerializer(InputFile::class.java, FileWriter))
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
        .changeDefaultPropertyInclusion { it.withValueInclusion(JsonInclude.Include.NON_NULL) }
        .build()
